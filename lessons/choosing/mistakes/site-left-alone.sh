SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs delete-service --cluster lab --service digest --force
aws scheduler create-schedule --name digest --schedule-expression 'rate(30 minutes)' \
    --flexible-time-window Mode=OFF \
    --target "Arn=arn:aws:ecs:us-east-1:123456789012:cluster/lab,RoleArn=arn:aws:iam::123456789012:role/scheduler,EcsParameters={TaskDefinitionArn=arn:aws:ecs:us-east-1:123456789012:task-definition/digest,LaunchType=FARGATE,NetworkConfiguration={awsvpcConfiguration={Subnets=[$SUBNET],AssignPublicIp=ENABLED}}}"
