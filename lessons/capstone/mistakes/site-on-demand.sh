SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs register-task-definition --cli-input-json file://web.json
aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 6 \
    --capacity-provider-strategy capacityProvider=FARGATE,weight=1 \
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
aws ecs register-task-definition --cli-input-json file://collector.json
aws ecs create-service --cluster lab --service-name collector --task-definition collector \
    --launch-type EC2 --scheduling-strategy DAEMON
aws iam create-role --role-name aggregate-task --assume-role-policy-document file://trust-tasks.json
aws iam put-role-policy --role-name aggregate-task --policy-name own --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "arn:aws:sqs:us-east-1:123456789012:orders"}, {"Effect": "Allow", "Action": "dynamodb:UpdateItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/sales"}]}'
aws iam create-role --role-name report-task --assume-role-policy-document file://trust-tasks.json
aws iam put-role-policy --role-name report-task --policy-name own --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem", "Resource": "arn:aws:dynamodb:us-east-1:123456789012:table/sales"}, {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*"}]}'
aws ecs register-task-definition --cli-input-json file://aggregate.json --task-role-arn arn:aws:iam::123456789012:role/aggregate-task
aws ecs register-task-definition --cli-input-json file://report.json --task-role-arn arn:aws:iam::123456789012:role/report-task
aws iam create-role --role-name shop-scheduler --assume-role-policy-document file://trust-scheduler.json
aws iam put-role-policy --role-name shop-scheduler --policy-name own --policy-document '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "ecs:RunTask", "Resource": ["arn:aws:ecs:us-east-1:123456789012:task-definition/aggregate:*", "arn:aws:ecs:us-east-1:123456789012:task-definition/report:*"]}, {"Effect": "Allow", "Action": "iam:PassRole", "Resource": ["arn:aws:iam::123456789012:role/ecsTaskExecutionRole", "arn:aws:iam::123456789012:role/aggregate-task", "arn:aws:iam::123456789012:role/report-task"]}]}'
aws scheduler create-schedule --name aggregate --schedule-expression 'rate(30 minutes)' \
    --flexible-time-window Mode=OFF --target "Arn=arn:aws:ecs:us-east-1:123456789012:cluster/lab,RoleArn=arn:aws:iam::123456789012:role/shop-scheduler,EcsParameters={TaskDefinitionArn=arn:aws:ecs:us-east-1:123456789012:task-definition/aggregate,LaunchType=FARGATE,NetworkConfiguration={awsvpcConfiguration={Subnets=[$SUBNET],AssignPublicIp=ENABLED}}}"
aws scheduler create-schedule --name report --schedule-expression 'cron(0 2 * * ? *)' \
    --schedule-expression-timezone Asia/Tokyo --flexible-time-window Mode=OFF \
    --target "Arn=arn:aws:ecs:us-east-1:123456789012:cluster/lab,RoleArn=arn:aws:iam::123456789012:role/shop-scheduler,EcsParameters={TaskDefinitionArn=arn:aws:ecs:us-east-1:123456789012:task-definition/report,LaunchType=FARGATE,NetworkConfiguration={awsvpcConfiguration={Subnets=[$SUBNET],AssignPublicIp=ENABLED}}}"
