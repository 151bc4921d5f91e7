aws ecs update-service --cluster lab --service web \
    --capacity-provider-strategy capacityProvider=FARGATE,base=2,weight=0 capacityProvider=FARGATE_SPOT,weight=1 \
    --force-new-deployment  # free: 2 1
aws ecs update-service --cluster lab --service collector --placement-constraints
aws iam put-role-policy --role-name aggregate-task --policy-name own --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:orders"}, {"Effect": "Allow", "Action": "dynamodb:UpdateItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/sales"}]}'  # free: own
aws iam put-role-policy --role-name report-task --policy-name own --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/sales"}, {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*"}]}'
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws scheduler update-schedule --name report --schedule-expression 'cron(0 2 * * ? *)' \
    --schedule-expression-timezone Asia/Tokyo --flexible-time-window Mode=OFF \
    --target "Arn=arn:aws:ecs:us-east-1:123456789012:cluster/lab,RoleArn=arn:aws:iam::123456789012:role/shop-scheduler,EcsParameters={TaskDefinitionArn=arn:aws:ecs:us-east-1:123456789012:task-definition/report,LaunchType=FARGATE,NetworkConfiguration={awsvpcConfiguration={Subnets=[$SUBNET],AssignPublicIp=ENABLED}}}"
