TG=$(aws elbv2 describe-target-groups --names shop --query 'TargetGroups[0].TargetGroupArn' --output text)  # free: --names
aws elbv2 modify-target-group --target-group-arn $TG --matcher '{"HttpCode": "200,302"}'  # free: 200
